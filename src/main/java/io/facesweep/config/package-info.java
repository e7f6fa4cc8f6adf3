/** How HOCON is read: keys, ranges and defaults, and problems with the lines that they stand on. */
@NullMarked
package io.facesweep.config;

import org.jspecify.annotations.NullMarked;
