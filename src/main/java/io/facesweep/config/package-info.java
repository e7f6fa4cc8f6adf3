/** Settings as records, read from HOCON and validated whole. */
@NullMarked
package io.facesweep.config;

import org.jspecify.annotations.NullMarked;
