/** The tables of a sweep in Parquet: their columns, who writes them, the one reader. */
@NullMarked
package io.facesweep.tables;

import org.jspecify.annotations.NullMarked;
