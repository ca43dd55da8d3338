"""Arguments that several commands share."""

import argparse


def add_project(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that reads a project, but for its folder."""
    parser.add_argument("--rules", default="", metavar="FILE", help="the rules file (found by itself when left out)")
    parser.add_argument("--settings", default="", metavar="MODULE", help="the settings to read, when there are several")
    parser.add_argument(
        "--no-cache", action="store_true", help="read every file anew, and keep nothing for the next run"
    )


def add_folder(parser: argparse.ArgumentParser) -> None:
    """Add the argument that names the folder to read."""
    parser.add_argument("path", nargs="?", default=".", metavar="PATH", help="the project's folder (default: this one)")
