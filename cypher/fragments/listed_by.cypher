// ---
// id: listed_by
// arguments: [rows]
// description: rows in force, latest first, by which somebody stands in the list ($category, $level)
// ---
(size(rows) > 0 AND ($category IS NULL OR rows[0].category = $category) AND ($level IS NULL OR rows[0].level = $level))
