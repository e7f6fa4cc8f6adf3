package io.facesweep.face;

/**
 * Moves texture coordinates from where a file has them to where they lie in one texture. Two that
 * are equal move alike.
 */
interface UvMap {
  /** The new u of a point. */
  float u(float u, float v);

  /** The new v of a point. */
  float v(float u, float v);
}
