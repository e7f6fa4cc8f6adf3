/**
 * What is measured of a trial's result, each with a definition, a range and a direction. Nothing
 * here takes part in synthesis: views and noise are held out.
 */
@NullMarked
package io.facesweep.metrics;

import org.jspecify.annotations.NullMarked;
