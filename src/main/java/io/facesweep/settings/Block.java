package io.facesweep.settings;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component of a settings record that is a record of settings itself. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Block {
  /**
   * Defaults that are others here than the settings themselves declare, each {@code key = value}.
   */
  String[] defaults() default {};

  /**
   * Path of a block with the same keys, from the top, whose values hold for keys that are not given
   * here; none where empty.
   */
  String general() default "";

  /** When its settings count, as {@link Setting#usedWhen}. */
  String usedWhen() default "";

  /** How its settings stand in the identity of a stage. */
  Form identity() default Form.OBJECT;

  /** How settings stand in the identity of a stage. */
  enum Form {
    /** By name, in an object of the block's name. */
    OBJECT,
    /** By name, among those of the block around. */
    INLINE,
    /** Their values in order, in a list of the block's name. */
    LIST
  }
}
