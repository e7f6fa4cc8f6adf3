package io.facesweep.assets;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many pictures in one: rows of cells of equal size, on white. */
public final class ContactSheet {
  private static final int LABEL = 16;
  private static final int GAP = 2;
  private static final Logger LOG = LoggerFactory.getLogger(ContactSheet.class);
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final boolean HAS_FONTS = hasFonts();

  private ContactSheet() {}

  /**
   * A cell.
   *
   * @param picture what it shows
   * @param label written above it; empty for none
   */
  public record Cell(Picture picture, String label) {}

  /** Rows without labels; all pictures have one size. */
  public static Picture of(List<List<Picture>> rows) {
    return labelled(
        rows.stream()
            .map(row -> row.stream().map(picture -> new Cell(picture, "")).toList())
            .toList());
  }

  /**
   * Rows of cells, labels above the pictures where any cell of the row has one.
   *
   * @param rows at least one cell in all; the first picture's size is every cell's
   */
  public static Picture labelled(List<List<Cell>> rows) {
    List<Cell> cells = rows.stream().flatMap(List::stream).toList();
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("Invalid contact sheet: no cells (expected at least one)");
    }
    int cellWidth = cells.get(0).picture().width();
    int cellHeight = cells.get(0).picture().height();
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int height = rows.stream().mapToInt(row -> cellHeight + GAP + labelHeight(row)).sum() - GAP;
    BufferedImage sheet =
        new BufferedImage(columns * (cellWidth + GAP) - GAP, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
    int top = 0;
    for (List<Cell> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int left = i * (cellWidth + GAP);
        graphics.drawImage(row.get(i).picture().image(), left, top + labelHeight(row), null);
        graphics.setClip(left, top, cellWidth, LABEL);
        write(graphics, row.get(i).label(), left, top);
        graphics.setClip(null);
      }
      top += cellHeight + GAP + labelHeight(row);
    }
    graphics.dispose();
    return Picture.of(sheet);
  }

  private static int labelHeight(List<Cell> row) {
    return row.stream().allMatch(cell -> cell.label().isEmpty()) ? 0 : LABEL;
  }

  private static void write(Graphics2D graphics, String label, int left, int top) {
    if (label.isEmpty() || !HAS_FONTS) {
      return;
    }
    graphics.setColor(Color.BLACK);
    graphics.setFont(FONT);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.drawString(label, left + 2, top + LABEL - 4);
  }

  /** Returns whether Java can draw text here; where not, a warning has said so. */
  public static boolean canWrite() {
    return HAS_FONTS;
  }

  /**
   * Whether Java can draw text here: on small machines it may lack fonts, or its library of them.
   */
  private static boolean hasFonts() {
    try {
      FONT.createGlyphVector(new FontRenderContext(null, true, false), "a");
      return true;
    } catch (LinkageError | InternalError | RuntimeException e) {
      LOG.warn(
          "Pictures get no labels, for Java finds no fonts: install fontconfig and a font ({})",
          e.toString());
      return false;
    }
  }
}
