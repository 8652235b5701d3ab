//! Pages, one a file or folder.
