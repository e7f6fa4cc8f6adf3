package io.facesweep.render;

/** What lies left and right of a texture. */
public enum TextureWrap {
  /** The border texels go on. */
  CLAMP,
  /** The texture repeats, as on a head that is unwrapped all around. */
  REPEAT
}
