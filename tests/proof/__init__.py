"""Proofs that take too long for every run of the tests, each a part: a module here with `run(folder)`.

A part writes its report into the folder, is bounded to about an hour, and goes on where it was broken off.
"""
