"""The YAML and Excel forms of rules（参数、标准的文件）, read strictly, with line numbers."""
