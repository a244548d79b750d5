"""The board of a week: the planner proposes, a dispatcher decides and sends."""
