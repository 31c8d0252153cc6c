"""How playback looks: ``bar`` the player, ``seek`` and ``volume`` its sliders, ``waveform`` in the lanes, ``marks`` the
list of markers, ``saving`` the dialog of an export.
"""
