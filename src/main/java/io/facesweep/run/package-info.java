/**
 * Stages run in batches: what is run on a device, measured and turned into files; knows nothing of
 * Spark.
 */
@NullMarked
package io.facesweep.run;

import org.jspecify.annotations.NullMarked;
