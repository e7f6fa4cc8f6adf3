/**
 * The report of a sweep: one folder of static pages that needs no server and no network. Every text
 * goes through {@link io.facesweep.report.Markup}, which escapes it; ids in scripts are written as
 * JSON.
 */
@NullMarked
package io.facesweep.report;

import org.jspecify.annotations.NullMarked;
