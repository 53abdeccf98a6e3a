namespace Personalization.Abstractions.Json;

/// <summary>Stores the value of a field.</summary>
public delegate void FieldSetter<T, in TValue>(ref T target, TValue value);
