"""For which workspace a use case works: PostgreSQL itself then shows and takes nothing of another one.

The services check every access; this is the second lock behind them. `scoped` gives each call its viewer's
scope, `unscoped` marks the few calls that come before anybody is known or that serve the installation.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, TypeVar

from assessment.access.viewer import System, Viewer
from assessment.storage.database import INSTALLATION, workspace_scope

_MARK: Final = "factorg_scope"
_Kind = TypeVar("_Kind", bound=type[Any])
_Call = TypeVar("_Call", bound=Callable[..., Any])


def scope_of(viewer: Viewer | None) -> str:
    """Return the workspace of a viewer: all of them for the machine itself, none for nobody."""
    if isinstance(viewer, System):
        return INSTALLATION
    return "" if viewer is None else viewer.workspace_id


def unscoped(method: _Call) -> _Call:
    """Let a method see the whole installation; whoever uses this says why at the method."""

    @wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any method
        token = workspace_scope.set(INSTALLATION)
        try:
            return method(*args, **kwargs)
        finally:
            workspace_scope.reset(token)

    setattr(call, _MARK, "installation")
    return call  # type: ignore[return-value]


def scoped(kind: _Kind) -> _Kind:
    """Give every public method of a service the scope of its viewer.

    Raises TypeError, as the module is loaded, for a public method that neither takes a viewer as its first
    argument nor is marked `unscoped`: nobody forgets to decide.
    """
    for name, method in list(vars(kind).items()):
        if name.startswith("_") or not inspect.isfunction(method) or scope_rule(method):
            continue
        if list(inspect.signature(method).parameters)[1:2] != ["viewer"]:
            raise TypeError(f"{kind.__name__}.{name} takes no viewer and is not marked as unscoped")
        setattr(kind, name, _by_viewer(method))
    return kind


def scope_rule(method: Callable[..., Any]) -> str:
    """Tell how a method gets its scope: ``viewer``, ``installation``, or empty for one without a rule."""
    return str(getattr(method, _MARK, ""))


def _by_viewer(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def call(self: object, viewer: Viewer, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - any method
        token = workspace_scope.set(scope_of(viewer))
        try:
            return method(self, viewer, *args, **kwargs)
        finally:
            workspace_scope.reset(token)

    setattr(call, _MARK, "viewer")
    return call
