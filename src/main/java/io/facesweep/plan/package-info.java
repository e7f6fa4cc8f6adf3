/** What a sweep will run: trials, unique stages, batches, cost. Plain Java, free of Spark. */
@NullMarked
package io.facesweep.plan;

import org.jspecify.annotations.NullMarked;
