"""From a chart's specification to SVG: palette, sketch maps, graphs in layers.

Never: data, or what a chart is about.

Other rooms use: `draw`, `layers`, `sketch_map`.
"""
