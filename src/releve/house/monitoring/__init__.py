"""How the installation is watched: log, figures, and whether it is alive and ready.

Nothing here may hold personal data: no names, no addresses of pages or people, no values of
exceptions; route names, codes and durations only.
"""
