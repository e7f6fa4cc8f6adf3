/**
 * The stage runner, the same under Spark and for one trial: a batch of stages in, their measures
 * and files out, their records committed. Knows nothing of Spark.
 */
@NullMarked
package io.facesweep.run;

import org.jspecify.annotations.NullMarked;
