"""The stubs against the modules: names, signatures and docstrings agree, and nothing is missing on either side."""

import ast
import importlib
import inspect
import pathlib
import types

import pytest

MODULES = ["win32ts", "win32net", "win32gui", "win32api", "win32process", "win32profile", "win32security", "pywintypes"]


def stub_of(name):
    module = importlib.import_module(name)
    stub = pathlib.Path(module.__file__).with_suffix(".pyi")
    return module, ast.parse(stub.read_text(encoding="utf-8"))


def declared(tree):
    """Public names of a stub: functions with overloads folded into the last, classes, variables."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            name = node.name
        elif isinstance(node, ast.AnnAssign):
            name = node.target.id
        elif isinstance(node, ast.Assign):
            name = node.targets[0].id
        else:
            continue
        if not name.startswith("_"):
            yield name, node


def public(module):
    return {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }


def parameters(node, skip):
    arguments = node.args.posonlyargs + node.args.args
    defaults = [None] * (len(arguments) - len(node.args.defaults)) + node.args.defaults
    return [(a.arg, None if d is None else ast.literal_eval(d)) for a, d in zip(arguments, defaults)][skip:]


def runtime_parameters(function, skip):
    given = list(inspect.signature(function).parameters.values())[skip:]
    return [(p.name, None if p.default is inspect.Parameter.empty else p.default) for p in given]


@pytest.mark.parametrize("name", MODULES)
def test_stub_and_module_have_the_same_names(name):
    module, tree = stub_of(name)
    assert {name for name, _ in declared(tree)} == public(module)


@pytest.mark.parametrize("name", MODULES)
def test_functions_have_the_signature_of_the_stub_and_a_docstring(name):
    module, tree = stub_of(name)
    for function, node in {n: d for n, d in declared(tree) if isinstance(d, ast.FunctionDef)}.items():
        value = getattr(module, function)
        assert value.__module__ == name
        assert runtime_parameters(value, 0) == parameters(node, 0), function
        assert inspect.getdoc(value), function
        if documented := ast.get_docstring(node):
            assert inspect.getdoc(value) == documented


@pytest.mark.parametrize("name", MODULES)
def test_classes_have_the_methods_of_the_stub_and_docstrings(name):
    module, tree = stub_of(name)
    for class_name, node in declared(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        kind = getattr(module, class_name)
        assert inspect.getdoc(kind), class_name
        methods = [n for n in node.body if isinstance(n, ast.FunctionDef) and not n.name.startswith("__")]
        assert {m.name for m in methods} == {n for n in vars(kind) if not n.startswith("_")}
        for method in methods:
            value = getattr(kind, method.name)
            assert inspect.getdoc(value), f"{class_name}.{method.name}"
            if not method.decorator_list:
                assert runtime_parameters(value, 1) == parameters(method, 1), f"{class_name}.{method.name}"


@pytest.mark.parametrize("name", ["win32ts", "win32gui", "win32api"])
def test_functions_tell_errors_and_source(name):
    module, tree = stub_of(name)
    for function, node in declared(tree):
        if isinstance(node, ast.FunctionDef):
            text = inspect.getdoc(getattr(module, function))
            assert "Raises" in text and "Source:" in text, function


def test_the_types_are_marked_as_present():
    module, _ = stub_of("win32ts")
    assert pathlib.Path(module.__file__).with_name("py.typed").exists()
