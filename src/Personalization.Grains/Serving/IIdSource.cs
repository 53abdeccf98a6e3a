namespace Personalization.Grains.Serving;

/// <summary>A source of unique ids; injected so that tests are exact.</summary>
public interface IIdSource
{
    /// <summary>Returns a new id of lower-case letters and digits, unique across silos and restarts.</summary>
    string NextId();
}
