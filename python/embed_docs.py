"""Turns the docstrings of stub files into C++ rows: a function is documented once, in its stub.

Usage: embed_docs.py OUTPUT STUB...   Each row is the dotted name and CPython's form of a docstring with a signature.
"""

import ast
import pathlib
import sys


def signature(function, method):
    """The arguments as CPython's __text_signature__ wants them: names and defaults, no types."""
    known = function.args
    plain = known.posonlyargs + known.args
    defaults = [None] * (len(plain) - len(known.defaults)) + known.defaults
    names = [arg.arg if value is None else f"{arg.arg}={ast.unparse(value)}" for arg, value in zip(plain, defaults)]
    if known.posonlyargs:
        names.insert(len(known.posonlyargs), "/")
    if method:
        names[0] = "$self"
    return f"{function.name}({', '.join(names)})\n--\n\n"


def rows(prefix, body, method=False):
    for node in body:
        if isinstance(node, ast.ClassDef):
            yield f"{prefix}.{node.name}", ast.get_docstring(node)
            yield from rows(f"{prefix}.{node.name}", node.body, method=True)
        elif isinstance(node, ast.FunctionDef) and not node.name.startswith("__"):
            text = ast.get_docstring(node)
            is_property = any(ast.unparse(mark) == "property" for mark in node.decorator_list)
            yield f"{prefix}.{node.name}", text and ("" if is_property else signature(node, method)) + text


def main(output, *stubs):
    lines = ["// Made from the stub files by embed_docs.py."]
    for stub in map(pathlib.Path, stubs):
        tree = ast.parse(stub.read_text(encoding="utf-8"))
        lines += [f'{{"{name}", R"doc({text})doc"}},' for name, text in rows(stub.stem, tree.body) if text]
    pathlib.Path(output).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
