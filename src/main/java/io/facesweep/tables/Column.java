package io.facesweep.tables;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table.
 *
 * @param name in snake_case
 * @param type of its values
 * @param value of a row; null where the row has none
 */
record Column<R>(String name, ColumnType type, Function<R, @Nullable Object> value) {}
