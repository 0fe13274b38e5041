"""Starts the product: `streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st

from assessment.bootstrap import services
from assessment.settings import Settings
from assessment.ui.navigation import PATHS
from assessment.ui.single_sign_on import configured
from assessment.web.house import House
from assessment.web.logs import redact_access_logs
from assessment.web.middleware import middleware
from assessment.web.problems import HANDLERS
from assessment.web.routes import routes
from assessment.web.shell import shell_routes

redact_access_logs()
app = st.App(
    Path(__file__).parent / "assessment" / "ui" / "app.py",
    lifespan=House(services).lifespan,
    routes=[
        *routes(services, public_url=Settings.from_environment().public_url, sso=configured()),
        *shell_routes(Path(st.__file__).parent / "static" / "index.html", PATHS),
    ],
    middleware=middleware(),
    exception_handlers=HANDLERS,
)
