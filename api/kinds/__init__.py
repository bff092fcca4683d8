"""Kinds of plan over HTTP: what an office has, declared by programs, in the browser, or from another office's file."""
