/** A differentiable renderer: camera, rasterizer, shading, texture sampling, edge antialiasing. */
@NullMarked
package io.facesweep.render;

import org.jspecify.annotations.NullMarked;
