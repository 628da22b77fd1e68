"""The folder of a run（结果文件夹）: the names of its files, its manifest, its one writer."""
