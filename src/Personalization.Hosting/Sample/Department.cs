namespace Personalization.Hosting.Sample;

/// <summary>A part of the sample shop: its categories share brands and colours.</summary>
public enum Department
{
    /// <summary>Camping, hiking, climbing, cycling, paddling, winter.</summary>
    Outdoor = 0,

    /// <summary>Kitchen, tableware, bedroom, living.</summary>
    Home = 1,

    /// <summary>Garden and workshop.</summary>
    Yard = 2,
}
