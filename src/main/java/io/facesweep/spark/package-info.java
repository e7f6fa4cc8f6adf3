/**
 * The Spark driver of a sweep and its tasks, which give their batches to {@code run}: jobs, GPUs,
 * progress, lost executors; no maths.
 */
@NullMarked
package io.facesweep.spark;

import org.jspecify.annotations.NullMarked;
