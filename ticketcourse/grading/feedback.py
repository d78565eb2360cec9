"""``nbgrader generate_feedback`` without the source of hidden tests; what they say stays.

In nbgrader_config.py: ``c.GenerateFeedback.preprocessors.append(HideHiddenTests)``.
"""

from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution


class HideHiddenTests(ClearHiddenTests):
    """Takes hidden tests out of the pages that students get.

    nbgrader's own class looks at students' cells as well, and ends where one has its markers.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Take hidden tests from a cell, and say that there were some.

        Parameters
        ----------
        cell : nbformat.NotebookNode
        resources : dict
        cell_index : int

        Returns
        -------
        cell : nbformat.NotebookNode
        resources : dict
        """
        if not is_grade(cell) or is_solution(cell):
            return cell, resources
        graded = cell.source
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if cell.source != graded:
            cell.source += "\n# Hidden tests follow."
        return cell, resources
