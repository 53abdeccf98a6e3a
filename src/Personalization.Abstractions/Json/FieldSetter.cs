namespace Personalization.Abstractions.Json;

/// <summary>Stores the value of a field.</summary>
/// <typeparam name="T">The type of the object that is read; usually a record struct or a record.</typeparam>
/// <typeparam name="TValue">The type of the value.</typeparam>
/// <param name="target">The object. A record is replaced by a changed copy.</param>
/// <param name="value">The value that was read; null for a JSON null.</param>
public delegate void FieldSetter<T, in TValue>(ref T target, TValue value);
