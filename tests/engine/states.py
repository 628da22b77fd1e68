"""States that a notebook may leave behind, each with an expression that sees it."""

from __future__ import annotations

import sys

# What a notebook sets, and an expression that tells whether it is still so.
STATES: dict[str, tuple[str, str]] = {
    "global": ("left = 1", "'left' in globals()"),
    "main_module": (
        "import __main__; __main__.left = 2",
        "hasattr(__import__('__main__'), 'left')",
    ),
    "builtin": ("import builtins; builtins.left = 3", "hasattr(__import__('builtins'), 'left')"),
    "changed_builtin": (
        "import builtins; builtins.ascii = lambda value: 'mine'",
        "ascii(1)",
    ),
    "environment": ("import os; os.environ['LEFT'] = '1'", "__import__('os').environ.get('LEFT')"),
    "deleted_environment": (
        "import os; os.environ.pop('HOME', None)",
        "'HOME' in __import__('os').environ",
    ),
    "directory": (
        "import os, tempfile; os.chdir(tempfile.gettempdir())",
        "__import__('os').getcwd()",
    ),
    "umask": (
        "import os; os.umask(0o012)",
        "__import__('os').umask(0o022) == 0o012",
    ),
    "warning_filter": (
        "import warnings; warnings.simplefilter('error')",
        "[f[0] for f in __import__('warnings').filters].count('error')",
    ),
    "show_warning": (
        "import warnings; warnings.showwarning = None",
        "__import__('warnings').showwarning is None",
    ),
    "random_seed": (
        "import random; random.seed(5); first = random.random()",
        "__import__('random').random() == 0.7417869892607294",
    ),
    "numpy_seed": (
        "import numpy as np; np.random.seed(5)",
        "float(__import__('numpy').random.rand()) == 0.22199317108973948",
    ),
    "numpy_errors": ("import numpy as np; np.seterr(all='raise')", "__import__('numpy').geterr()"),
    "numpy_print": (
        "import numpy as np; np.set_printoptions(precision=1)",
        "__import__('numpy').get_printoptions()['precision']",
    ),
    "decimal": (
        "import decimal; decimal.getcontext().prec = 3",
        "__import__('decimal').getcontext().prec",
    ),
    "context_variable": (
        "import contextvars, sys; sys.left = contextvars.ContextVar('left'); sys.left.set(1)",
        "getattr(__import__('sys'), 'left').get('unset')",
    ),
    "pandas_option": (
        "import pandas as pd; pd.set_option('display.max_rows', 3)",
        "__import__('pandas').get_option('display.max_rows')",
    ),
    "figure_setting": (
        "import matplotlib; matplotlib.rcParams['figure.dpi'] = 33",
        "__import__('matplotlib').rcParams['figure.dpi']",
    ),
    "figure_font_list": (
        "import matplotlib; matplotlib.rcParams['font.sans-serif'].insert(0, 'Left')",
        "__import__('matplotlib').rcParams['font.sans-serif'][0]",
    ),
    "figure_backend": (
        "import matplotlib.pyplot as plt; plt.switch_backend('svg')",
        "__import__('matplotlib').get_backend()",
    ),
    "open_figures": (
        "import matplotlib.pyplot as plt\n"
        "%config InlineBackend.close_figures = False\n"
        "plt.figure()",
        "__import__('matplotlib.pyplot').pyplot.get_fignums()",
    ),
    "figure_format": (
        "%config InlineBackend.figure_format = 'svg'",
        "len(get_ipython().display_formatter.formatters['image/svg+xml'].type_printers)",
    ),
    "module_path": ("import sys; sys.path.append('left')", "'left' in __import__('sys').path"),
    "replaced_module_path": ("import sys; sys.path = ['left']", "len(__import__('sys').path) > 2"),
    "arguments": ("import sys; sys.argv[:] = ['left']", "__import__('sys').argv"),
    "recursion_limit": (
        "import sys; sys.setrecursionlimit(777)",
        "__import__('sys').getrecursionlimit()",
    ),
    "stdout": (
        "import sys, io; sys.stdout = io.StringIO()",
        "type(__import__('sys').stdout).__name__",
    ),
    "hooks": (
        "import sys; sys.excepthook = sys.unraisablehook = None",
        "__import__('sys').unraisablehook is None",
    ),
    "traced": ("import sys; sys.setprofile(lambda *a: None)", "__import__('sys').getprofile()"),
    "last_error": ("1 / 0", "hasattr(__import__('sys'), 'last_value')"),
    "root_logger": (
        "import logging; logging.basicConfig(level=1)",
        "__import__('logging').getLogger().level, __import__('logging').getLogger().handlers",
    ),
    "logger": (
        "import logging; logging.getLogger('left').setLevel(7)",
        "__import__('logging').getLogger('left').level",
    ),
    "logger_handler": (
        "import logging; logging.getLogger('left').addHandler(logging.StreamHandler())",
        "__import__('logging').getLogger('left').handlers",
    ),
    "logging_disabled": (
        "import logging; logging.disable()",
        "__import__('logging').getLogger().manager.disable",
    ),
    "locale": (
        "import locale; locale.setlocale(locale.LC_ALL, 'C')",
        "__import__('locale').setlocale(__import__('locale').LC_ALL)",
    ),
    "signal_handler": (
        "import signal; signal.signal(signal.SIGTERM, lambda *a: None)",
        "str(__import__('signal').getsignal(__import__('signal').SIGTERM))",
    ),
    "magic": (
        "get_ipython().register_magic_function(lambda line: None, magic_name='left')",
        "get_ipython().find_line_magic('left')",
    ),
    "ipython_setting": (
        "%precision 2",
        "get_ipython().display_formatter.formatters['text/plain'].float_precision",
    ),
    "alias": ("%alias left echo", "get_ipython().alias_manager.is_alias('left')"),
    "stored": ("kept = 1\n%store kept", "list(get_ipython().db.keys())"),
    "extension": ("%load_ext autoreload", "sorted(get_ipython().extension_manager.loaded)"),
    "history": ("1 + 1", "len(In) > 100 or len(Out) > 5"),
    "result_history": (
        "1 + 2",
        "sum(map(len, get_ipython().history_manager.outputs.values())) > 50",
    ),
    "transformer": (
        "get_ipython().input_transformers_post.append(lambda lines: lines)",
        "get_ipython().input_transformers_post",
    ),
    "module_beside": (
        "import sys; sys.path.insert(0, FOLDER); import left_beside",
        "'left_beside' in __import__('sys').modules",
    ),
    "collector": ("import gc; gc.disable()", "__import__('gc').isenabled()"),
    "collector_thresholds": (
        "import gc; gc.set_threshold(7, 7, 7)",
        "__import__('gc').get_threshold()",
    ),
    "collector_callback": (
        "import gc; gc.callbacks.append(lambda phase, info: None)",
        "len(__import__('gc').callbacks)",
    ),
    "time_zone": (
        "import os, time; os.environ['TZ'] = 'Asia/Urumqi'; getattr(time, 'tzset', int)()",
        "__import__('time').tzname, __import__('time').timezone",
    ),
    "blocked_signal": (
        "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])",
        "__import__('signal').pthread_sigmask(0, ())",
    ),
    "timer": (
        "import signal; signal.setitimer(signal.ITIMER_REAL, 600)",
        "__import__('signal').getitimer(0)[0] > 0",
    ),
    "timer_of_process": (
        "import signal; signal.setitimer(signal.ITIMER_PROF, 600)",
        "__import__('signal').getitimer(2)[0] > 0",
    ),
    "timer_virtual": (
        "import signal; signal.setitimer(signal.ITIMER_VIRTUAL, 600)",
        "__import__('signal').getitimer(1)[0] > 0",
    ),
    "digits_of_integers": (
        "import sys; sys.set_int_max_str_digits(700)",
        "__import__('sys').get_int_max_str_digits()",
    ),
    "bytecode": (
        "import sys; sys.dont_write_bytecode = 'left'",
        "__import__('sys').dont_write_bytecode",
    ),
    "traced_threads": (
        "import threading; threading.settrace(lambda *a: None)",
        "__import__('threading').gettrace() is None",
    ),
    "thread_errors": (
        "import threading; threading.excepthook = print",
        "__import__('threading').excepthook is print",
    ),
    "socket_timeout": (
        "import socket; socket.setdefaulttimeout(7)",
        "__import__('socket').getdefaulttimeout()",
    ),
    "event_loop_policy": (
        "import asyncio\n"
        "class Left(asyncio.DefaultEventLoopPolicy): pass\n"
        "asyncio.set_event_loop_policy(Left())",
        "type(__import__('asyncio').get_event_loop_policy()).__name__",
    ),
    "replaced_module": (
        "import sys, types; sys.modules['fractions'] = types.ModuleType('mine')",
        "__import__('sys').modules['fractions'].__name__",
    ),
    "removed_module": (
        "import sys; del sys.modules['fractions']",
        "'fractions' in __import__('sys').modules",
    ),
    "patched_json": (
        "import json; json.dumps = lambda value: 'mine'",
        "__import__('json').dumps(1)",
    ),
    "patched_method": (
        "import json; json.JSONEncoder.encode = lambda self, value: 'mine'",
        "__import__('json').JSONEncoder().encode(1)",
    ),
    "patched_datetime": (
        "import datetime; datetime.date = int",
        "__import__('datetime').date is int",
    ),
    "patched_decimal": (
        "import decimal; decimal.Decimal = float",
        "__import__('decimal').Decimal is float",
    ),
    "patched_clock": ("import time; time.time = lambda: 7", "__import__('time').time() == 7"),
    "patched_clusterlib": (
        "import clusterlib.errors as e; e.ClusterlibError.__str__ = lambda self: 'mine'",
        "str(__import__('clusterlib.errors').errors.ClusterlibError('a', 'b'))",
    ),
    "event_loop_task": (
        "import asyncio; running = asyncio.create_task(asyncio.sleep(100))",
        "len(__import__('asyncio').all_tasks())",
    ),
}


STATES_OF = {
    "_keep_collector": "collector",
    "_keep_time_zone": "time_zone",
    "_keep_directory": "directory",
    "_keep_environment": "environment",
    "_keep_modules": "module_beside",
    "_keep_sys": "hooks",
    "_keep_builtins": "builtin",
    "_keep_logging": "logger",
    "_keep_signals": "signal_handler",
    "_keep_locale": "locale",
    "_keep_umask": "umask",
    "_keep_random": "random_seed",
    "_keep_threading": "thread_errors",
    "_keep_sockets": "socket_timeout",
    "_keep_event_loop_policy": "event_loop_policy",
    "keep_pandas_options": "pandas_option",
    "keep_figures": "figure_setting",
}
"""What the engine puts back, each with a state that tries it."""
if sys.platform == "win32":
    for _name in ("blocked_signal", "timer", "timer_of_process", "timer_virtual", "time_zone"):
        del STATES[_name]
    del STATES_OF["_keep_time_zone"]
