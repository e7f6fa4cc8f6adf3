package io.facesweep.report;

import io.facesweep.assets.AnimatedGif;
import io.facesweep.assets.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RadialGradientPaint;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * A head of a few ellipses, seen from any azimuth: stands in for renders.
 *
 * @param skin its colour
 * @param hair its colour
 * @param shade 0 to 1: how much light is baked into the texture
 */
record DrawnHead(Color skin, Color hair, double shade) {
  static final DrawnHead GREY = new DrawnHead(new Color(0xb4b4b4), new Color(0xa2a2a2), 0.6);

  /**
   * @param features 0 to 1: how far the features have come about
   */
  Picture picture(int side, int azimuth, double features) {
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, side, side);
    g.scale(side, side);
    double turn = Math.toRadians(azimuth);
    g.setColor(skin.darker());
    g.fill(new Ellipse2D.Double(0.39, 0.66, 0.22, 0.34));
    g.setColor(hair);
    g.fill(new Ellipse2D.Double(0.24 - 0.03 * Math.sin(turn), 0.07, 0.54, 0.6));
    if (Math.cos(turn) > -0.6) {
      double middle = 0.5 - 0.13 * Math.sin(turn);
      g.setPaint(
          new RadialGradientPaint(
              new Point2D.Double(middle - 0.08, 0.38),
              0.45f,
              new float[] {0, 1},
              new Color[] {skin, mix(skin, Color.BLACK, 0.15 + 0.5 * shade)}));
      double width = 0.21 + 0.21 * Math.abs(Math.cos(turn / 2));
      g.fill(new Ellipse2D.Double(middle - width / 2, 0.2, width, 0.58));
      g.setStroke(new BasicStroke(0.012f));
      for (int eye = -1; eye <= 1; eye += 2) {
        double x = middle + 0.085 * eye * Math.cos(turn) - 0.05 * Math.sin(turn);
        g.setColor(mix(skin, Color.WHITE, 0.8 * features));
        g.fill(new Ellipse2D.Double(x - 0.04, 0.42, 0.08, 0.045));
        g.setColor(mix(skin, new Color(0x2b3a46), features));
        g.fill(new Ellipse2D.Double(x - 0.018, 0.424, 0.036, 0.036));
      }
      double nose = middle - 0.1 * Math.sin(turn);
      g.setColor(mix(skin, Color.BLACK, 0.25 * features));
      g.fill(new Ellipse2D.Double(nose - 0.03, 0.47, 0.06, 0.1));
      g.setColor(mix(skin, new Color(0x8e3b3b), 0.8 * features));
      g.fill(new Ellipse2D.Double(nose - 0.07, 0.63, 0.14, 0.035));
    }
    g.dispose();
    return of(image);
  }

  /** The head coming about. */
  byte[] animation(int side) {
    List<Picture> frames = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      frames.add(picture(side, 0, i / 7.0));
    }
    return AnimatedGif.of(frames, 120, 1500);
  }

  static Color mix(Color a, Color b, double share) {
    return new Color(
        (int) (a.getRed() + share * (b.getRed() - a.getRed())),
        (int) (a.getGreen() + share * (b.getGreen() - a.getGreen())),
        (int) (a.getBlue() + share * (b.getBlue() - a.getBlue())));
  }

  private static Picture of(BufferedImage image) {
    int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    byte[] rgb = new byte[3 * pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      rgb[3 * i] = (byte) (pixels[i] >> 16);
      rgb[3 * i + 1] = (byte) (pixels[i] >> 8);
      rgb[3 * i + 2] = (byte) pixels[i];
    }
    return new Picture(image.getWidth(), image.getHeight(), rgb);
  }
}
