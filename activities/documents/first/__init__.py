"""The papers whose texts were first printed in the first design: what its templates print that no later one does."""
