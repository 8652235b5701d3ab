//! Tables and figures for reading and printing.
