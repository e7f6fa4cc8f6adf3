/**
 * 3D morphable models: the built-in head, ICT-FaceKit, FLAME, BFM, and a safetensors form for any
 * other.
 */
@NullMarked
package io.facesweep.face;

import org.jspecify.annotations.NullMarked;
