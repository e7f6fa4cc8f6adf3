/** Benchmarks; {@code src/bench/run NAME --help}. */
@NullMarked
package io.facesweep.bench;

import org.jspecify.annotations.NullMarked;
