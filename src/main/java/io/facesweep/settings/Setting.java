package io.facesweep.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one declaration of a setting, on the component of a settings record that holds it. Reading,
 * the reference, effective configurations, axes, columns of tables, identities of stages and batch
 * keys follow from it.
 *
 * <p>Its key is the component's name in kebab-case. What it takes follows from the component's
 * type: an enum of {@link Choice} takes its words, a number what lies within the bounds, a list
 * what its elements take.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** The {@link #identity} of a setting that others stand for. */
  String NOT_PART = "-";

  /** The name of an image that is made from another one, by {@link #autoOf}. */
  String AUTO = "auto";

  /** What it means, in one line. */
  String doc();

  /** Unit of a number, e.g. {@code pixels}. */
  String unit() default "";

  /** The default as a file writes it; none where empty. {@link Block#defaults} come before it. */
  String byDefault() default "";

  /** Where the default is from, e.g. {@code FaceG2E}. */
  String source() default "";

  /**
   * A default in one special case, as {@code <condition>: <value>}, e.g. {@code kind = adan: [0.98,
   * 0.92, 0.99]}; the condition as in {@link #usedWhen}.
   */
  String exception() default "";

  /** Key beside it whose value has a method of this component's name, which gives the default. */
  String defaultOf() default "";

  /** In words, what holds where a file says nothing, of a setting without a default. */
  String otherwise() default "";

  /** Least value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** Values lie above this one. */
  double above() default Double.NEGATIVE_INFINITY;

  /** Greatest value. */
  double max() default Double.POSITIVE_INFINITY;

  /** Values lie below this one. */
  double below() default Double.POSITIVE_INFINITY;

  /** What a whole number is a multiple of. */
  int multipleOf() default 1;

  /** The word that a file writes for 0, which is else out of bounds. */
  String zero() default "";

  /** Least number of a list's elements. */
  int minSize() default 0;

  /** Whether a list's elements are distinct. */
  boolean distinct() default false;

  /** Which texts it takes. */
  Text text() default Text.ANY;

  /** Other words for a constant, each {@code <word> = <constant>}. */
  String[] aliases() default {};

  /**
   * When it counts, e.g. {@code prior = canny-controlnet | texture-unet} or {@code render !=
   * normal}: always where empty. The key stands in the same block, or in one around it. A setting
   * counts only where the one that its condition looks at does. Several conditions with {@code or}
   * between them are one that holds where any does whose setting counts; there {@code key? = word}
   * is left out where no block around has the key. With {@code and} between conditions all of them
   * must hold.
   */
  String usedWhen() default "";

  /**
   * The model that trials compute with where a truth value is true, at most one. A {@link
   * ModelChoice} says it itself.
   */
  ModelRole[] model() default {};

  /** Where the identity of a stage holds what that model contains, as {@link #identity}. */
  String modelIdentity() default "";

  /** Key of an image beside it, which an image is made from where it is {@link #AUTO}. */
  String autoOf() default "";

  /** Whether trials must agree on it to run in lockstep. */
  Shapes shapes() default Shapes.NOT;

  /**
   * Its name within the identity of a stage, dotted inside its block; the component's where empty,
   * {@link #NOT_PART} where other settings say the same.
   */
  String identity() default "";

  /** Whether the identity leaves out the zeros at the end of a list. */
  boolean paddedWithZeros() default false;

  /**
   * Whether the identity leaves it out at its default. For settings that come later: what was
   * computed before them is what their default gives.
   */
  boolean addedLater() default false;

  /** Which texts a setting takes. */
  enum Text {
    /** Any, the empty one too. */
    ANY,
    NOT_BLANK,
    /** The name of a file or folder, without credentials. */
    PLACE,
    /** A folder that is written to, without credentials. */
    OUTPUT_ROOT,
    /** The name of a sweep. */
    NAME,
    /** A text that holds {@link SweepSettings#PLACEHOLDER}. */
    TEMPLATE
  }

  /** What trials that run in lockstep have in common. */
  enum Shapes {
    /** Nothing: each may have another value. */
    NOT,
    /** The value. */
    BY_VALUE,
    /** Whether it is above 0. */
    IF_POSITIVE,
    /**
     * The value where the diffusion model is asked about other views too, and nothing elsewhere.
     */
    IF_PERP_NEG
  }
}
