/** The Spark driver of a sweep and what runs on its executors: plans, runs, commits; no maths. */
@NullMarked
package io.facesweep.spark;

import org.jspecify.annotations.NullMarked;
