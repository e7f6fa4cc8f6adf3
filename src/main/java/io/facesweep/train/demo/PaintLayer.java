package io.facesweep.train.demo;

/** One of the layers that make up a painted person, in the order from the skin outwards. */
interface PaintLayer {
  /** Paints a spot over what lies below. */
  void paint(Spot spot, Pigment pigment);
}
