"""A papermill engine that runs Python notebooks in this process: `papermill --engine clusterlib`.

The room knows nothing of clusters and imports nothing of clusterlib but its errors.

A kernel takes at least 0.3 s to start and stop; a fresh IPython shell takes 2 ms. Outputs, errors,
tags, parameters, timing metadata, magics, refused `input()`, `sys.exit` and the notebook left
after a failure are those of papermill's own engine. What differs, and why:

- Only Python. The notebook runs in this Python, whatever environment its kernel name means.
- No limit per cell (`execution_timeout` is refused): nothing portable stops a cell from inside.
  Who starts the process limits the time of a whole notebook from outside.
- A crash of the interpreter or `os._exit` ends this process and leaves no notebook: run in
  workers what you don't trust. The notebook is written once, at the end, also after a failure;
  `log_output` speaks after each cell, not during it.
- After a cell that says `exit` or `quit` the next one raises DeadKernelError, as papermill tells
  it of a kernel; a kernel lives on for a tenth of a second, in which a short cell still runs.
- What is written to `sys.stdout.fileno()` shows in the notebook; a kernel's goes to its terminal.
  A lone surrogate that is printed shows as U+FFFD; a kernel loses the text around most of them.
- Cells have a running event loop of this notebook's own; its tasks rest between cells. What a
  thread prints after its cell has ended shows in the next cell. `sys.argv` is empty.
- Modules stay loaded, with what a notebook changed inside them, except modules found beside the
  notebook. `atexit` functions of a notebook outlive it; libraries' own registries (fonts, colour
  maps, codecs, audit hooks) keep what it added. All else is put back, entry by entry, by
  `clusterlib.engine.clean_process`. What can't be put back with certainty (threads, child
  processes, descriptors, limits of the system, replaced modules, patched functions) is found by
  `clusterlib.engine.traces`: whoever runs notebooks in workers replaces one that has traces.
- Profile and start-up files of IPython aren't read; `%store` forgets after the run.
- There's no kernel: `get_ipython().kernel`, `%connect_info`, `%qtconsole`, `%autosave` and
  `Output` widgets' capture aren't there. Widgets show as text, without their saved state.
- A `Figure` made without pyplot shows as a picture, not as text, once pyplot has been loaded.
- The traceback of a refused `input()` or background command shows this package's lines instead
  of ipykernel's; a warning names a cell's source by another temporary path.

Private names that the room leans on; `tests/engine/test_private_names.py` tries each, and
pyproject.toml bounds their packages from above:

- IPython: `InteractiveShell._showtraceback`, `CachingCompiler._filename_map`,
  `DisplayHook._is_active`, `DisplayPublisher._validate_data`, `ExitAutocall._ip`;
- traitlets: `SingletonConfigurable._walk_mro`, `._instance`;
- logging: `Manager._clear_cache`;
- matplotlib: `_pylab_helpers.Gcf`; `rcParams` being a dict underneath;
- matplotlib_inline, in `backend_inline`: `show._to_draw`, `show._draw_called`,
  `configure_inline_support.current_backend`;
- nbclient and papermill: what `NotebookClient.process_message`, `.reset_execution_trackers`,
  `.set_widgets_metadata`, `.clear_before_next_output`, `.code_cells_executed` and
  `PapermillNotebookClient.papermill_execute_cells` do, none of it private by name, all of it
  undocumented;
- pandas: `_config.config._registered_options`, `._global_config`.
"""
