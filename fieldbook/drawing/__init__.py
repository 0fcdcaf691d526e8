"""From a chart's specification to SVG: palette, sketch maps, graphs in layers. Knows no data and no course."""
