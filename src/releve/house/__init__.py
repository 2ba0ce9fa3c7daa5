"""The Django project: settings, routes, the home page, and the database made ready."""
