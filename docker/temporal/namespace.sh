#!/bin/sh
# Make paraf's namespace and its search attributes, where they are missing. Address and namespace are in the environment.
set -eu

temporal operator namespace describe >/dev/null 2>&1 ||
    temporal operator namespace create --retention 7d --description "Plans and their deadlines"

# A namespace that was just made is known everywhere after a few seconds: then this fails, and the service is run again.
have=$(temporal operator search-attribute list)
