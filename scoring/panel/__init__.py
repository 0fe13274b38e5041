"""Many merchants at once: bulk scores, and statistics that are sums of integers.

What is kept of a panel is counts, sums and products in whole numbers. Whole numbers add up to the same result
in any order and in any division of the work, so parts of a panel can be counted apart and added.
"""
