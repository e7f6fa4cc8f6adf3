/**
 * What each ingredient of a sweep does: paired effects with intervals, from the trials of its
 * records. Plain Java: needs neither Spark nor a tensor library.
 */
@NullMarked
package io.facesweep.analysis;

import org.jspecify.annotations.NullMarked;
