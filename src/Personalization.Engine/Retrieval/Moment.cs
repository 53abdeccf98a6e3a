namespace Personalization.Engine.Retrieval;

/// <summary>The moment of a request in the user's visit. Each moment can have a blend fitted to it.</summary>
public enum Moment
{
    /// <summary>The first list of a visit: there is no event within the session gap.</summary>
    Opening,

    /// <summary>A later list of a visit: the last event is at most the session gap ago.</summary>
    InSession,
}
